using Rollout.Fleets;
using Rollout.Fleets.Hosts;

namespace Rollout.KillHost;

/// <summary>Brings every node of a fleet file to a version and says what came of it, unless it is killed before.</summary>
internal static class Ensuring
{
    public static async Task<int> RunAsync(string file, string version)
    {
        var bound = await FleetFileReader.ReadAsync(file, CancellationToken.None);
        foreach (var problem in bound.Problems)
        {
            Console.WriteLine(problem);
        }

        if (bound.Value is null)
        {
            return 2;
        }

        using var fleet = new HostFleet(bound.Value, TimeProvider.System);
        var result = await fleet.EnsureEverywhereAsync(version, CancellationToken.None);
        Console.WriteLine(result);
        return result is EnsureResult.Failed ? 1 : 0;
    }
}
