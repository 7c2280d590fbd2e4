using System.Runtime.CompilerServices;

namespace Rollout.Probes.Network;

/// <summary>
/// A prober of its own lets its sockets go on on the very thread that heard of them, which serves all its connections: that spares changes of threads, about
/// 7 % of what a probe costs. So whatever may take long, or waits for something else than a socket (unpacking, the search of a long body, a handshake,
/// whose judgement may fetch a certificate, a lock, a command), goes on elsewhere.
/// </summary>
public static class SocketThread
{
    /// <summary>A body up to so many bytes is searched where it came: expressions take linear time, so that it is done in far less than a millisecond.</summary>
    internal const int LittleBytes = 4096;

    /// <summary>Read by the runtime when the first socket is used, and never again.</summary>
    private const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// From the first socket of this process on, what waits for a socket goes on on the sockets' own thread. Only for a process that does nothing but probe. What
    /// whoever started it set already stays.
    /// </summary>
    public static void GoOnThere()
    {
        if (Environment.GetEnvironmentVariable(Switch) is null)
        {
            Environment.SetEnvironmentVariable(Switch, "1");
        }
    }

    /// <summary>What follows runs on a thread of the pool: at once where this is one.</summary>
    internal static ConfiguredTaskAwaitable LeaveAsync() =>
        Task.CompletedTask.ConfigureAwait(Thread.CurrentThread.IsThreadPoolThread ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.ForceYielding);
}
