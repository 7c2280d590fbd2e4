using System.Runtime.InteropServices;

namespace Rollout.Cli;

/// <summary>The end of a verb that runs until it is told to end: Ctrl-C cancels the call, and SIGTERM, as service managers send it, ends it in order too.</summary>
internal sealed class Termination : IDisposable
{
    private readonly CancellationTokenSource stop;
    private readonly PosixSignalRegistration terminate;

    /// <param name="cancellation">Of the call.</param>
    public Termination(CancellationToken cancellation)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
    }

    public CancellationToken Token => stop.Token;

    public void Dispose()
    {
        terminate.Dispose();
        stop.Dispose();
    }
}
