using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Rollout.Kubernetes.Rest;

/// <summary>
/// Asks again where a read met nothing but trouble on the way: a broken or refused connection, 429, 502, 503, 504, and a 401 once
/// (the credential may just have been replaced). A server's Retry-After is kept to. Writes pass straight through.
/// </summary>
internal sealed partial class ReadRepeating
{
    private readonly ClientOptions options;
    private readonly ResiliencePipeline pipeline;

    public ReadRepeating(ClientOptions options)
    {
        this.options = options;
        var jitter = new Random(options.Seed);
        pipeline = new ResiliencePipelineBuilder { TimeProvider = options.Time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Math.Max(1, options.Limits.Attempts - 1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.Limits.FirstDelay,
                MaxDelay = options.Limits.LongestDelay,
                Randomizer = () => Next(jitter),
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is IApiOutcome { Error: { } error } && IsWorthAnother(error, arguments.AttemptNumber)),
                DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Result as IApiOutcome)?.Error?.RetryAfter),
                OnRetry = arguments =>
                {
                    LogAgain(options.Log, (arguments.Outcome.Result as IApiOutcome)?.Error, arguments.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    public ValueTask<ApiResult<T>> RunAsync<T>(
        ApiRequest request, Func<ApiRequest, CancellationToken, ValueTask<ApiResult<T>>> once, CancellationToken cancellation) =>
        request.MayBeRepeated && options.Limits.Attempts > 1
            ? pipeline.ExecuteAsync(static (state, token) => state.once(state.request, token), (once, request), cancellation)
            : once(request, cancellation);

    private bool IsWorthAnother(ApiError error, int attempt) => error.Kind switch
    {
        ApiErrorKind.Unreachable or ApiErrorKind.Lost => true,
        ApiErrorKind.Answered when error.RetryAfter > options.Limits.LongestDelay => false,
        ApiErrorKind.Answered => error.StatusCode is 429 or 502 or 503 or 504 || (error.StatusCode == 401 && attempt == 0),
        ApiErrorKind.TimedOut or ApiErrorKind.Unreadable or ApiErrorKind.NoCredential => false,
    };

    private static double Next(Random jitter)
    {
        lock (jitter)
        {
            return jitter.NextDouble();
        }
    }

    [LoggerMessage(4101, LogLevel.Debug, "asked again after {Delay}: {Error}")]
    private static partial void LogAgain(ILogger log, ApiError? error, TimeSpan delay);
}
