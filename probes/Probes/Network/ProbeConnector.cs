using System.Net;
using System.Net.Sockets;

namespace Rollout.Probes.Network;

/// <summary>Opens connections: resolves, asks the policy, and connects to the very address that was allowed.</summary>
public sealed class ProbeConnector(ProbeNetwork network, TimeProvider time)
{
    /// <summary>For every address of a name but the last: one that swallows packets must not use up the run's time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <returns>The connection, which is the caller's to dispose.</returns>
    /// <exception cref="AddressRefusedException">No address may be connected to.</exception>
    /// <exception cref="SocketException">No name, or no connection.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, PhaseClock clock, CancellationToken cancellationToken)
    {
        var addresses = await AllowedAsync(host, clock, cancellationToken).ConfigureAwait(false);
        for (var i = 0; ; i++)
        {
            var since = clock.Now;
            var last = i == addresses.Count - 1;
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await ConnectOneAsync(socket, new IPEndPoint(addresses[i], port), last, cancellationToken).ConfigureAwait(false);
                clock.Connected(since);
                clock.Address = addresses[i];
                return new SocketStream(socket);
            }
            catch (Exception e) when (!last && e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                socket.Dispose();
                clock.Connected(since);
            }
            catch
            {
                socket.Dispose();
                clock.Connected(since);
                throw;
            }
        }
    }

    /// <summary>The addresses that may be used; at least one.</summary>
    public async ValueTask<IReadOnlyList<IPAddress>> AllowedAsync(string host, PhaseClock clock, CancellationToken cancellationToken)
    {
        IPAddress[] found;
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
        {
            found = [literal];
        }
        else
        {
            var since = clock.Now;
            try
            {
                found = await network.Resolve(host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                clock.Resolved(since);
            }
        }

        if (found.Length == 1 && network.Policy.Refusal(found[0]) is null)
        {
            return found;
        }

        if (found.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        // Judged one by one, so that an answer with one good address does not carry the others with it.
        var refusals = found.Select(a => (Address: a, Why: network.Policy.Refusal(a))).ToList();
        var allowed = refusals.Where(r => r.Why is null).Select(r => r.Address).ToList();
        return allowed.Count > 0 ? allowed : throw new AddressRefusedException(
            found.Length == 1 && literal is not null
                ? $"the address {found[0]} is refused: {refusals[0].Why}"
                : $"{host} stands for {string.Join(", ", found.Take(4).Select(a => a.ToString()))}: refused, {refusals[0].Why}",
            host);
    }

    private async ValueTask ConnectOneAsync(Socket socket, IPEndPoint end, bool last, CancellationToken cancellationToken)
    {
        if (last)
        {
            await PromptConnect.ConnectAsync(socket, end, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        await PromptConnect.ConnectAsync(socket, end, either.Token).ConfigureAwait(false);
    }
}
