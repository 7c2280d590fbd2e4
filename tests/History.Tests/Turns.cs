namespace Rollout.History.Tests;

/// <summary>Waits for a state that work in the background comes to by itself.</summary>
internal static class Turns
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public static async Task UntilAsync(Func<bool> isThere)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!isThere())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Bound, "it never came to it");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
