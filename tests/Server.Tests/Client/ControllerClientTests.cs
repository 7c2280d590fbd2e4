using System.Net;
using System.Net.Sockets;
using Rollout.Server.Client;

namespace Rollout.Server.Tests.Client;

public sealed class ControllerClientTests
{
    [Fact]
    public async Task A_controller_that_does_not_answer_in_time_is_away_and_no_fault_and_an_interruption_stays_one()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = new Uri($"http://{silent.LocalEndpoint}");
        using var client = new ControllerClient(address, token: null, TimeSpan.FromMilliseconds(100));

        Assert.False(await client.IsReadyAsync(CancellationToken.None));
        Assert.Null(await client.LookAsync(CancellationToken.None));

        using var interrupted = new CancellationTokenSource();
        await interrupted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.IsReadyAsync(interrupted.Token));
    }
}
