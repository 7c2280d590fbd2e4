namespace Rollout.Api;

/// <summary>One step of an acceptance probe: exactly one of the kinds.</summary>
public sealed record ProbeStep
{
    public required string Name { get; init; }

    public HttpStep? Http { get; init; }

    public TcpStep? Tcp { get; init; }

    public DnsStep? Dns { get; init; }

    public TlsStep? Tls { get; init; }

    public GrpcStep? Grpc { get; init; }

    public ExecStep? Exec { get; init; }

    public Expectation Expect { get; init; } = new();

    /// <summary>
    /// Variable name to where its value is in the answer: a JSON path (<c>$.id</c>), <c>header:Location</c>, or <c>match:REGEX</c> for the
    /// first group of a regular expression on the body.
    /// </summary>
    public IReadOnlyDictionary<string, string> Capture { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
