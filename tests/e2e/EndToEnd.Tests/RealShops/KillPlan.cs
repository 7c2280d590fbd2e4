using System.Globalization;

namespace Rollout.EndToEnd.Tests.RealShops;

/// <summary>How often controllers are killed with each kind of workload, and at which moments.</summary>
internal static class KillPlan
{
    private const int Short = 6;
    private const int Long = 100;

    /// <summary>E2E_SEED: of the moments; with it they are the same again, as far as processes allow.</summary>
    public static int Seed => Number("E2E_SEED") ?? 20261122;

    /// <summary>E2E_KILLS, shared among the kinds: six with a Deployment where nothing is said, a hundred with all of them.</summary>
    public static TheoryData<string, int> Kinds
    {
        get
        {
            var all = Environment.GetEnvironmentVariable("E2E_PROMETHEUS_KINDS") == "all";
            string[] kinds = all ? ["Deployment", "StatefulSet", "DaemonSet"] : ["Deployment"];
            var kills = Number("E2E_KILLS") ?? (all ? Long : Short);
            var data = new TheoryData<string, int>();
            for (var i = 0; i < kinds.Length; i++)
            {
                data.Add(kinds[i], (kills + kinds.Length - 1 - i) / kinds.Length);
            }

            return data;
        }
    }

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
