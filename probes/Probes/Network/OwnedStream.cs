using System.Net.Sockets;

namespace Rollout.Probes.Network;

/// <summary>
/// A connection of ours alone: closing it is one word to the kernel, which tells the other side, where a stream that owns its socket says it twice (shutdown,
/// then close): one in thirty of what a probe costs.
/// </summary>
internal sealed class OwnedStream(Socket socket) : NetworkStream(socket, ownsSocket: false)
{
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Socket.Dispose();
        }
    }
}
