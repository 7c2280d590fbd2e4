using System.Diagnostics.CodeAnalysis;

namespace Rollout.Kubernetes.Rest;

/// <summary>
/// What was asked for, or why it did not come. There is no way to the value but past the error: <see cref="TryGet"/>,
/// <see cref="Match"/>, or a switch over the two cases. A test reads the assemblies and finds results that are dropped.
/// </summary>
public abstract record ApiResult<T>
{
    private ApiResult()
    {
    }

    public bool IsOk => this is Ok;

    /// <summary>True with the value; false with the error.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ApiError? error)
    {
        (value, error) = this switch
        {
            Ok ok => (ok.Value, default(ApiError)),
            Failed failed => (default(T), failed.Error),
            _ => throw new InvalidOperationException("a result is Ok or Failed"),
        };
        return error is null;
    }

    public TOut Match<TOut>(Func<T, TOut> ok, Func<ApiError, TOut> failed) => TryGet(out var value, out var error) ? ok(value) : failed(error);

    public ApiResult<TOut> Then<TOut>(Func<T, ApiResult<TOut>> next) =>
        TryGet(out var value, out var error) ? next(value) : new ApiResult<TOut>.Failed(error);

    public sealed record Ok(T Value) : ApiResult<T>, IApiOutcome
    {
        ApiError? IApiOutcome.Error => null;
    }

    public sealed record Failed(ApiError Error) : ApiResult<T>, IApiOutcome;
}
