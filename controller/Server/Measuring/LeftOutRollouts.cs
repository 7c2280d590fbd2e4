using Microsoft.Extensions.Logging;

namespace Rollout.Server.Measuring;

/// <summary>Says in the log that there are more rollouts than series, and when that is over.</summary>
internal static partial class LeftOutRollouts
{
    public static void Tell(ILogger log, int state, int figures)
    {
        if (state + figures == 0)
        {
            LogAllShown(log);
            return;
        }

        LogLeftOut(log, state, figures);
    }

    [LoggerMessage(EventId = 804, Level = LogLevel.Warning,
        Message = "more rollouts than series: {State} have no gauges of their state and {Figures} none of their delivery; those at rest are left out first (staggered_rollouts_left_out)")]
    private static partial void LogLeftOut(ILogger log, int state, int figures);

    [LoggerMessage(EventId = 805, Level = LogLevel.Information, Message = "every rollout has gauges again")]
    private static partial void LogAllShown(ILogger log);
}
