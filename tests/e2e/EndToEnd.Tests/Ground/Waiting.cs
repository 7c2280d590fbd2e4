namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>Waits for a state of the world by looking at it. The bound only fails.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(150);

    /// <summary>A look that got no answer is no look.</summary>
    public static async Task UntilAsync(TimeSpan patience, Func<Task<bool>> holds, Func<Task<string>> otherwise)
    {
        var begun = TimeProvider.System.GetTimestamp();
        NoAnswerException? unanswered = null;
        while (!await SeenAsync())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > patience)
            {
                throw new TimeoutException(unanswered is null ? await otherwise() : $"the API server does not answer: {unanswered.Message}", unanswered);
            }

            await Task.Delay(Between, TimeProvider.System);
        }

        async Task<bool> SeenAsync()
        {
            try
            {
                unanswered = null;
                return await holds();
            }
            catch (NoAnswerException nothing)
            {
                unanswered = nothing;
                return false;
            }
        }
    }
}
