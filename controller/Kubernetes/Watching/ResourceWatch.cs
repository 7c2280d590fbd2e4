using System.Globalization;
using System.Runtime.CompilerServices;
using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Watching;

/// <summary>
/// Follows the changes of a kind over connections that end, break, stall and are refused, until the server has forgotten where it was.
/// </summary>
internal sealed class ResourceWatch<T>(ResourceClient<T> client, WatchOptions options, Random chance)
    where T : class
{
    private readonly ApiTransport transport = client.Transport;
    private readonly Backoff pace = new(options.FirstWait, options.LongestWait, chance);
    private string? version = options.ResourceVersion;
    private bool initial = options.InitialEvents;

    /// <summary>Ends with <see cref="WatchSignal{T}.Ended"/>, or by cancellation.</summary>
    public async IAsyncEnumerable<WatchSignal<T>> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var request = Request();
            var opened = await transport.OpenAsync(request, cancellation);
            var (cause, error, wait) = ("", default(ApiError), TimeSpan.Zero);
            if (opened.TryGet(out var response, out error))
            {
                var begun = transport.Time.GetTimestamp();
                using var answer = response;
                await using var stream = await AnswerBodies.OpenAsync(response, cancellation);
                await using var lines = new LineStream(stream, transport.Limits.WatchLineBytes, options.Stall, transport.Time);
                while (true)
                {
                    var read = await lines.NextAsync(cancellation);
                    var signal = read.EndedBy is null ? Understand(read, request, ref cause, ref error) : null;
                    if (signal is null)
                    {
                        cause = read.EndedBy is null ? cause : read.Cause;
                        wait = read.EndedBy == LineEnd.Clean && transport.Time.GetElapsedTime(begun) >= options.Healthy ? TimeSpan.Zero : Wait(error);
                        break;
                    }

                    yield return signal;
                }
            }
            else
            {
                (cause, wait) = (error.ToString(), Wait(error));
            }

            if (EndOf(error) is { } why)
            {
                yield return new WatchSignal<T>.Ended(why, error, cause);
                yield break;
            }

            if (initial)
            {
                yield return new WatchSignal<T>.Ended(WatchEnd.Incomplete, error, cause);
                yield break;
            }

            yield return new WatchSignal<T>.Interrupted(cause, wait);
            await Task.Delay(wait, transport.Time, cancellation);
        }
    }

    /// <summary>Null where the line ends this connection.</summary>
    private WatchSignal<T>? Understand(LineRead read, ApiRequest request, ref string cause, ref ApiError? error)
    {
        switch (WatchLines.Read(read.Line, client.Kind.Json, request.ToString()))
        {
            case WatchLine<T>.Changed changed:
                pace.Reset();
                if (!initial)
                {
                    // Before its end a streaming list comes in no order: no version of it is one to go on from.
                    version = client.Kind.MetadataOf(changed.Item).ResourceVersion ?? version;
                }

                return new WatchSignal<T>.Changed(changed.Kind, changed.Item);
            case WatchLine<T>.Bookmark bookmark:
                pace.Reset();
                (initial, version) = (initial && !bookmark.InitialEnd, bookmark.ResourceVersion);
                return new WatchSignal<T>.Progressed(bookmark.ResourceVersion, bookmark.InitialEnd);
            case WatchLine<T>.Trouble trouble:
                (cause, error) = (trouble.Error.ToString(), trouble.Error);
                return null;
            case WatchLine<T>.Unreadable unreadable:
                cause = unreadable.Cause;
                return null;
            default:
                throw new InvalidOperationException("a line is one of four things");
        }
    }

    private TimeSpan Wait(ApiError? error)
    {
        var own = pace.Next();
        return error?.RetryAfter is { } asked && asked > own ? asked : own;
    }

    private static WatchEnd? EndOf(ApiError? error) => error switch
    {
        null => null,
        { IsExpired: true } => WatchEnd.Expired,
        { Kind: ApiErrorKind.Answered, StatusCode: >= 300 and < 500 and not (408 or 429) } => WatchEnd.Refused,
        _ => null,
    };

    private ApiRequest Request()
    {
        // Spread, so that watches begun together do not end together.
        var seconds = (int)(options.Turn.TotalSeconds * (1 + chance.NextDouble()));
        return new ApiRequest(HttpMethod.Get, client.Kind.Type.CollectionPath(options.Namespace),
        [
            new("watch", "true"),
            new("resourceVersion", initial ? null : version),
            new("allowWatchBookmarks", "true"),
            new("timeoutSeconds", seconds.ToString(CultureInfo.InvariantCulture)),
            new("labelSelector", options.LabelSelector),
            new("fieldSelector", options.FieldSelector),
            new("sendInitialEvents", initial ? "true" : null),
            new("resourceVersionMatch", initial ? "NotOlderThan" : null),
        ])
        {
            Streams = true,
        };
    }
}
