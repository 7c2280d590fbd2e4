namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>Waits for a state of the world by looking at it. The bound only fails.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(150);

    public static async Task UntilAsync(TimeSpan patience, Func<Task<bool>> holds, Func<Task<string>> otherwise)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > patience)
            {
                throw new TimeoutException(await otherwise());
            }

            await Task.Delay(Between, TimeProvider.System);
        }
    }
}
