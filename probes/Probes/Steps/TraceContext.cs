using System.Diagnostics;

namespace Rollout.Probes.Steps;

/// <summary>The trace of one run (W3C Trace Context, level 1), so that a failed step is found in the product's own traces.</summary>
public sealed class TraceContext
{
    private readonly ActivityTraceId trace = ActivityTraceId.CreateRandom();

    private TraceContext()
    {
    }

    public static TraceContext New() => new();

    /// <summary>The header <c>traceparent</c> of a next request.</summary>
    public string NextParent() => $"00-{trace.ToHexString()}-{ActivitySpanId.CreateRandom().ToHexString()}-01";
}
