using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Door;

/// <summary>Passes customers' requests on to the nodes and the answers back, each session on its own node.</summary>
internal sealed class DoorProxy(DoorNodes nodes) : IDisposable
{
    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = 128,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
        ConnectTimeout = TimeSpan.FromSeconds(1),
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
    });

    private long sessionNumber;

    public void Dispose() => client.Dispose();

    public async Task PassAsync(HttpContext context)
    {
        var home = Home(context.Request);
        var node = home is not null && nodes.CanStay(home) ? home : nodes.Next();
        for (var tries = nodes.All.Count; node is not null && tries > 0; tries--)
        {
            if (await TryPassAsync(context, node, isNew: node != home))
            {
                return;
            }

            nodes.Skip(node);
            node = nodes.Next();
        }

        await DoorAnswers.TextAsync(context, 503, "no node takes new sessions at the moment\n");
    }

    private DoorNode? Home(HttpRequest request)
    {
        if (request.Cookies[SessionHeaders.Cookie] is not { } session)
        {
            return null;
        }

        var dot = session.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && nodes.TryFind(session[..dot], out var node) ? node : null;
    }

    /// <summary>False if the node refused the connection: nothing of the request was read then, another node may have it.</summary>
    private async Task<bool> TryPassAsync(HttpContext context, DoorNode node, bool isNew)
    {
        using var request = DoorHeaders.Request(context.Request, node.Address, isNew);
        try
        {
            using var answer = await client.SendAsync(request, context.RequestAborted);
            node.CountRequest();
            if (isNew)
            {
                node.CountSession();
                var number = Interlocked.Increment(ref sessionNumber);
                context.Response.Headers.SetCookie =
                    string.Create(CultureInfo.InvariantCulture, $"{SessionHeaders.Cookie}={node.Name}.{number:x}; Path=/; HttpOnly");
            }

            DoorHeaders.Response(answer, context.Response);
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError
            && refused.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return false;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            // The connection broke after the request was sent: it may have been carried out, so it is not sent again.
            node.CountFailure();
            if (context.Response.HasStarted)
            {
                context.Abort();
                return true;
            }

            await DoorAnswers.TextAsync(context, 502, $"{node.Name} broke the connection\n");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The customer went away.
            context.Abort();
        }

        return true;
    }
}
