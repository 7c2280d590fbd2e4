using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Rollout.Server.Http;

/// <summary>Server-sent events of one rollout until the reader goes away.</summary>
public static class ServerSentEvents
{
    public static async Task WriteAsync(HttpContext context, EventHub hub)
    {
        using var subscription = hub.Subscribe();
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
            await foreach (var next in subscription.Events.ReadAllAsync(gone))
            {
                await context.Response.WriteAsync(next.ToWire(), gone);
                await context.Response.Body.FlushAsync(gone);
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The reader left: the ordinary end of a stream.
        }
    }
}
