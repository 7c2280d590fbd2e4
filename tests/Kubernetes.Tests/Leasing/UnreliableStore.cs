using Rollout.Kubernetes.Leasing;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Tests.Leasing;

/// <summary>
/// The way to the lease server: requests and answers take their time and get lost, and what was sent arrives though its sender has given up.
/// </summary>
internal sealed class UnreliableStore(LeaseServer server, TimeProvider truth, Random chance, double faults, Action? planted = null) : ILeaseStore
{
    /// <summary>Nothing comes through, in neither direction.</summary>
    public bool CutOff { get; set; }

    public Task<ApiResult<Lease>> GetAsync(CancellationToken cancellation) =>
        AskAsync(() => server.Current is { } lease ? (null, lease) : (404, null), cancellation);

    public Task<ApiResult<Lease>> CreateAsync(Lease lease, CancellationToken cancellation) =>
        AskAsync(() => (server.Create(lease), server.Current), cancellation);

    public Task<ApiResult<Lease>> ReplaceAsync(Lease lease, CancellationToken cancellation) =>
        AskAsync(() => (server.Replace(lease), server.Current), cancellation);

    private async Task<ApiResult<Lease>> AskAsync(Func<(int? Refused, Lease? Lease)> carryOut, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var answer = new TaskCompletionSource<ApiResult<Lease>>();
        _ = TravelAsync(carryOut, answer);
        using var registration = cancellation.Register(() => answer.TrySetCanceled(cancellation));
        return await answer.Task;
    }

    /// <summary>Goes its way whoever still waits for it.</summary>
    private async Task TravelAsync(Func<(int? Refused, Lease? Lease)> carryOut, TaskCompletionSource<ApiResult<Lease>> answer)
    {
        await truth.PassAsync(Delay(), CancellationToken.None);
        if (CutOff || Happens())
        {
            Fail(answer, Lost(ApiErrorKind.Lost), certain: false);
            return;
        }

        if (Happens())
        {
            answer.TrySetResult(Lost(ApiErrorKind.Answered, 500 + chance.Next(4)));
            return;
        }

        var (refused, lease) = carryOut();
        await truth.PassAsync(Delay(), CancellationToken.None);
        if (CutOff || Happens())
        {
            Fail(answer, Lost(ApiErrorKind.Lost), certain: true);
            return;
        }

        answer.TrySetResult(refused is { } code ? Lost(ApiErrorKind.Answered, code) : new ApiResult<Lease>.Ok(lease!));
    }

    /// <summary>Half of what is lost is noticed (a reset), half is not: then only the asker's own limit ends the wait.</summary>
    private void Fail(TaskCompletionSource<ApiResult<Lease>> answer, ApiResult<Lease> error, bool certain)
    {
        if (chance.Next(2) == 0 || (certain && CutOff))
        {
            answer.TrySetResult(error);
        }
    }

    private TimeSpan Delay()
    {
        var roll = chance.NextDouble();
        return TimeSpan.FromMilliseconds(roll < 1 - (faults / 2) ? 5 + (chance.NextDouble() * 300) : chance.NextDouble() * 25_000);
    }

    private bool Happens()
    {
        var happens = chance.NextDouble() < faults;
        if (happens)
        {
            planted?.Invoke();
        }

        return happens;
    }

    private static ApiResult<Lease> Lost(ApiErrorKind kind, int status = 0) => new ApiResult<Lease>.Failed(new ApiError
    {
        Kind = kind,
        Request = "lease",
        Reason = status == 409 ? ApiReasons.Conflict : status == 404 ? ApiReasons.NotFound : "X",
        Message = "planted",
        StatusCode = status,
    });
}
