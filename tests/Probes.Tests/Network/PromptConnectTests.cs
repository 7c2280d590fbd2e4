using System.Net;
using System.Net.Sockets;
using Rollout.Probes.Network;

namespace Rollout.Probes.Tests.Network;

public sealed class PromptConnectTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task What_is_connected_carries_bytes_both_ways(string address)
    {
        using var listener = Listening(IPAddress.Parse(address), backlog: 8);
        await using var stream = await ConnectedAsync((IPEndPoint)listener.LocalEndPoint!, CancellationToken.None);
        using var other = await listener.AcceptAsync();
        await stream.WriteAsync("ask"u8.ToArray());
        var buffer = new byte[16];
        Assert.Equal("ask"u8.ToArray(), buffer[..await other.ReceiveAsync(buffer)]);
        await other.SendAsync("answer"u8.ToArray());
        Assert.Equal("answer"u8.ToArray(), buffer[..await stream.ReadAsync(buffer)]);
    }

    [Fact]
    public async Task A_connection_that_takes_its_time_is_waited_for()
    {
        using var full = await FullAsync();
        var connecting = ConnectedAsync((IPEndPoint)full.Listener.LocalEndPoint!, CancellationToken.None);
        Assert.False(connecting.IsCompleted);
        using var first = await full.Listener.AcceptAsync();

        // The kernel asks again after a second, and now there is room.
        using var ours = await full.Listener.AcceptAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await using var stream = await connecting.WaitAsync(TimeSpan.FromSeconds(60));
        await stream.WriteAsync("late"u8.ToArray());
        var buffer = new byte[16];
        Assert.Equal("late"u8.ToArray(), buffer[..await ours.ReceiveAsync(buffer)]);
    }

    [Fact]
    public async Task Who_is_cancelled_while_waiting_stops_waiting()
    {
        using var full = await FullAsync();
        using var cancel = new CancellationTokenSource();
        var connecting = ConnectedAsync((IPEndPoint)full.Listener.LocalEndPoint!, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_refusal_says_that_it_is_one_whether_it_comes_at_once_or_later()
    {
        IPEndPoint nobody;
        using (var listener = Listening(IPAddress.Loopback, backlog: 1))
        {
            nobody = (IPEndPoint)listener.LocalEndPoint!;
        }

        var refused = await Assert.ThrowsAsync<SocketException>(() => ConnectedAsync(nobody, CancellationToken.None));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);

        using var full = await FullAsync();
        var connecting = ConnectedAsync((IPEndPoint)full.Listener.LocalEndPoint!, CancellationToken.None);
        full.Dispose();
        refused = await Assert.ThrowsAsync<SocketException>(() => connecting.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task A_way_that_the_kernel_refuses_on_the_spot_is_told_as_the_runtime_tells_it()
    {
        var broadcast = new IPEndPoint(IPAddress.Broadcast, 80);
        using var theirs = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var expected = await Assert.ThrowsAsync<SocketException>(async () => await theirs.ConnectAsync(broadcast, CancellationToken.None));
        var refused = await Assert.ThrowsAsync<SocketException>(() => ConnectedAsync(broadcast, CancellationToken.None));
        Assert.Equal(expected.SocketErrorCode, refused.SocketErrorCode);
    }

    [Fact]
    public async Task A_stream_whose_other_side_broke_it_off_says_so_as_streams_do()
    {
        using var listener = Listening(IPAddress.Loopback, backlog: 8);
        await using var stream = await ConnectedAsync((IPEndPoint)listener.LocalEndPoint!, CancellationToken.None);
        using (var other = await listener.AcceptAsync())
        {
            other.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        var broken = await Assert.ThrowsAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1]));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(broken.InnerException).SocketErrorCode);
        broken = await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(new byte[1]));
        Assert.IsType<SocketException>(broken.InnerException);
    }

    private static async Task<SocketStream> ConnectedAsync(IPEndPoint end, CancellationToken cancellationToken)
    {
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await PromptConnect.ConnectAsync(socket, end, cancellationToken);
            return new SocketStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket Listening(IPAddress address, int backlog)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(backlog);
        return listener;
    }

    /// <summary>One that waits for nobody has room for one; whoever comes next the kernel passes over until there is room (listen(2)).</summary>
    private static async Task<FullListener> FullAsync()
    {
        var listener = Listening(IPAddress.Loopback, backlog: 0);
        var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(listener.LocalEndPoint!);
        return new FullListener(listener, first);
    }

    private sealed class FullListener(Socket listener, Socket first) : IDisposable
    {
        public Socket Listener => listener;

        public void Dispose()
        {
            listener.Dispose();
            first.Dispose();
        }
    }
}
