using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Rollout.Server.Http;

/// <summary>Server-sent events of one rollout until the reader goes away.</summary>
public static class ServerSentEvents
{
    /// <summary>
    /// A stream that is silent for longer gets a comment: proxies keep it open, and a reader that is gone without a word is found out.
    /// One that reads too slowly is cut off by the server's least data rate.
    /// </summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly byte[] StillHere = ": still here\n\n"u8.ToArray();

    public static async Task WriteAsync(HttpContext context, EventHub hub, TimeProvider time)
    {
        using var subscription = hub.Subscribe(LastEventId(context.Request));
        if (subscription is null)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many event streams",
                $"at most {EventHub.MostReaders} at once; read the status instead");
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-transform";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var gone = context.RequestAborted;
        try
        {
            await context.Response.WriteAsync("retry: 1000\n\n", gone);
            await context.Response.Body.FlushAsync(gone);
            while (true)
            {
                var word = await NextAsync(subscription.Events, time, gone);
                await context.Response.Body.WriteAsync(word, gone);
                await context.Response.Body.FlushAsync(gone);
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The reader left: the ordinary end of a stream.
        }
    }

    /// <summary>Null where the reader has none, or sends what no id of ours can be.</summary>
    private static string? LastEventId(HttpRequest request) =>
        request.Headers["Last-Event-ID"].ToString() is { Length: > 0 and <= 64 } id ? id : null;

    /// <summary>The next event, or a comment when there is none for so long.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>> NextAsync(ChannelReader<ServerEvent> events, TimeProvider time, CancellationToken gone)
    {
        using var silence = new CancellationTokenSource(Heartbeat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, silence.Token);
        try
        {
            return (await events.ReadAsync(either.Token)).Wire;
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            return StillHere;
        }
    }
}
