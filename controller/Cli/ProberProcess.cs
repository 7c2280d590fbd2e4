using Rollout.Probes.Network;

namespace Rollout.Cli;

/// <summary>What the runtime spares a process that does nothing but probe. To be said before the first socket and the first request.</summary>
internal static class ProberProcess
{
    public static bool Is(string[] args) => args is ["probe", "serve", ..];

    public static void Begin()
    {
        SocketThread.GoOnThere();

        // Every run has a client of its own, which would make the runtime's instruments anew each time; nobody reads them, and our own metrics are none of them.
        AppContext.SetSwitch("System.Diagnostics.Metrics.Meter.IsSupported", false);

        // Its work waits for sockets, and no thread waits with it: trying whether more threads would do more only makes them change places. What blocks them all
        // still brings new ones.
        AppContext.SetSwitch("System.Threading.ThreadPool.HillClimbing.Disable", true);
    }
}
