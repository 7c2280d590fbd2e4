using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Rollout.Probes.Network;

/// <summary>
/// Connects, and goes on at once where the connection stands at once, as one to this machine or to a pod beside us does: the kernel has made it before
/// connect(2) returns, though it says EINPROGRESS. The runtime waits for the event instead, which costs two changes of threads, a tenth of what a probe costs.
/// </summary>
internal static class PromptConnect
{
    /// <summary>EINPROGRESS of Linux, on every processor that .NET runs on.</summary>
    private const int InProgress = 115;

    /// <summary>The socket is for <see cref="SocketStream"/> afterwards: it does not know itself that it is connected.</summary>
    /// <exception cref="SocketException">No connection.</exception>
    public static async ValueTask ConnectAsync(Socket socket, IPEndPoint end, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!OperatingSystem.IsLinux() || !Begin(socket, end))
        {
            // Says too why not, where the kernel refused on the spot.
            await socket.ConnectAsync(end, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Not even nothing can be sent before the connection stands or has failed: until then the kernel says EAGAIN, and then why it failed.
        await socket.SendAsync(ReadOnlyMemory<byte>.Empty, SocketFlags.None, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the connection is under way, or stands.</summary>
    private static bool Begin(Socket socket, IPEndPoint end)
    {
        socket.Blocking = false;
        var address = end.Serialize();
        return Connect(socket.SafeHandle, ref MemoryMarshal.GetReference(address.Buffer.Span), address.Size) == 0
            || Marshal.GetLastPInvokeError() == InProgress;
    }

    [DllImport("libc", EntryPoint = "connect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Connect(SafeSocketHandle socket, ref byte address, int length);
}
