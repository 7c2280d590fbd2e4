using System.Net;

namespace Rollout.Probes.Steps;

/// <summary>What the steps of one run share.</summary>
public sealed class ProbeRun(Uri target, HttpMessageInvoker http, TimeProvider time, ProbeLimits limits)
{
    public Uri Target { get; } = target;

    public HttpMessageInvoker Http { get; } = http;

    public TimeProvider Time { get; } = time;

    public ProbeLimits Limits { get; } = limits;

    /// <summary>Kept between the steps and gone with the run: every run is a new customer.</summary>
    public CookieContainer Cookies { get; } = new();

    public Dictionary<string, CapturedValue> Captured { get; } = new(StringComparer.Ordinal);
}
