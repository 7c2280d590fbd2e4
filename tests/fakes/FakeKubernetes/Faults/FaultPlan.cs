using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Http;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Faults;

/// <summary>The faults that are in force, and how often each has struck.</summary>
public sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly Random random;
    private readonly TimeProvider time;
    private readonly List<Standing> standing = [];
    private readonly Dictionary<FaultKind, int> struck = [];
    private Func<long> revision = () => 0;

    internal FaultPlan(int seed, TimeProvider time)
    {
        random = new Random(seed);
        this.time = time;
    }

    public void Add(FaultRule rule)
    {
        lock (gate)
        {
            standing.Add(new Standing(rule, rule.Count));
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            standing.Clear();
        }
    }

    public int Struck(FaultKind kind)
    {
        lock (gate)
        {
            return struck.GetValueOrDefault(kind);
        }
    }

    internal void Knows(Func<long> currentRevision) => revision = currentRevision;

    /// <summary>True when the fault has answered the request (or taken its connection).</summary>
    internal async Task<bool> InterfereAsync(ApiRequest request, CancellationToken cancel)
    {
        if (Strike(request, FaultKind.Slow) is { } slow)
        {
            await Task.Delay(slow.Delay, time, cancel);
        }

        if (Strike(request, FaultKind.Reset) is not null)
        {
            request.Http.Abort();
            return true;
        }

        if (Strike(request, FaultKind.TooManyRequests) is { } busy)
        {
            throw new ApiFault(429, "TooManyRequests", "The server is currently unable to handle the request: too many requests, please try again later.", null, busy.RetryAfterSeconds);
        }

        if (Strike(request, FaultKind.ServerError) is not null)
        {
            throw new ApiFault(500, "InternalError", "Internal error occurred: injected fault",
                new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = "injected fault" }) });
        }

        if (request.Verb is "update" or "patch" && Strike(request, FaultKind.Conflict) is not null)
        {
            throw Refusals.Conflict(request.Type, request.Name);
        }

        return false;
    }

    /// <summary>The write has been done, but its answer gets lost.</summary>
    internal bool LosesAnswer(ApiRequest request)
    {
        if (Strike(request, FaultKind.ResetAfterwards) is null)
        {
            return false;
        }

        request.Http.Abort();
        return true;
    }

    /// <summary>The older revision that a read is answered from, if a rule says so.</summary>
    internal long? Stale(ApiRequest request) => Strike(request, FaultKind.StaleRead) is { } rule ? Math.Max(1, revision() - rule.Behind)
        : null;

    internal FaultRule? Watch(ApiRequest request) => Strike(request, FaultKind.WatchCut) ?? Strike(request, FaultKind.WatchExpired);

    private FaultRule? Strike(ApiRequest request, FaultKind kind)
    {
        lock (gate)
        {
            var path = request.Http.Request.Path.Value ?? "";
            var found = standing.FirstOrDefault(one => one.Rule.Kind == kind && one.Left != 0
                && (one.Rule.Verb == "*" || one.Rule.Verb == request.Verb) && path.Contains(one.Rule.Path, StringComparison.Ordinal));
            if (found is null || random.NextDouble() >= found.Rule.Probability)
            {
                return null;
            }

            found.Left--;
            struck[kind] = struck.GetValueOrDefault(kind) + 1;
            return found.Rule;
        }
    }

    private sealed class Standing(FaultRule rule, int? count)
    {
        public FaultRule Rule { get; } = rule;

        public int Left { get; set; } = count ?? int.MaxValue;
    }
}
