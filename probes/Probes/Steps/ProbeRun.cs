using System.Net;
using Rollout.Api;
using Rollout.Probes.Network;
using Rollout.Probes.Steps.Http;

namespace Rollout.Probes.Steps;

/// <summary>What the steps of one run share: one customer, from the first step to the last.</summary>
public sealed class ProbeRun : IDisposable
{
    private readonly HttpConnections connections;
    private CookieContainer? cookies;

    public ProbeRun(Uri target, AcceptanceProbeSpec spec, ProbeNetwork network, TimeProvider time, ProbeLimits limits, ProbeCustomer? customer = null)
    {
        Target = target;
        Spec = spec;
        Network = network;
        Time = time;
        Limits = limits;
        Connector = new ProbeConnector(network, time);
        connections = new HttpConnections(this);
        Secrets = customer?.Secrets ?? SecretValues.None;
        if (customer is not null)
        {
            foreach (var (key, value) in customer.Values)
            {
                Captured["customer." + key] = value;
            }
        }
    }

    public Uri Target { get; }

    public AcceptanceProbeSpec Spec { get; }

    public ProbeNetwork Network { get; }

    public ProbeConnector Connector { get; }

    public TimeProvider Time { get; }

    public ProbeLimits Limits { get; }

    /// <summary>Never shown: the customer's values, and what the run captured under a telling name.</summary>
    public SecretValues Secrets { get; private set; }

    /// <summary>Of the step that runs now.</summary>
    public PhaseClock Clock { get; private set; } = null!;

    /// <summary>Kept between the steps and gone with the run: every run is a new customer.</summary>
    public CookieContainer Cookies => cookies ??= new CookieContainer();

    /// <summary>Whether any answer set one: most runs never need the container.</summary>
    public bool HasCookies => cookies is not null;

    /// <summary>What earlier steps captured, and the customer's keys.</summary>
    public Dictionary<string, CapturedValue> Captured { get; } = new(StringComparer.Ordinal);

    /// <summary>All requests of a run are one trace (W3C trace context); made when first asked for.</summary>
    public TraceContext Trace => field ??= TraceContext.New();

    /// <summary>These too are never shown from now on.</summary>
    public void Hide(IReadOnlyList<string> values) => Secrets = values.Count == 0 ? Secrets : Secrets.With(values);

    /// <summary>What had come of an answer that is not whole yet; null: nothing.</summary>
    public string? SoFar { get; set; }

    /// <summary>Begins a step's own clock.</summary>
    public void Begin() => (Clock, SoFar) = (new PhaseClock(Time), null);

    /// <summary>Connections are kept between the steps of a run, and never between runs.</summary>
    internal HttpMessageInvoker Http(string? version, TlsSettings? tls, string? host = null) => connections.Of(version, tls, host);

    public void Dispose() => connections.Dispose();
}
