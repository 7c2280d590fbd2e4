using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>One step of an acceptance probe: exactly one of the kinds.</summary>
[Rule("[has(self.http), has(self.tcp), has(self.dns), has(self.tls), has(self.grpc), has(self.exec)].exists_one(kind, kind)",
    "write exactly one of http, tcp, dns, tls, grpc and exec")]
public sealed record ProbeStep
{
    /// <summary>What it does, in a few words.</summary>
    [Field(MaxLength = 100)]
    public required string Name { get; init; }

    /// <summary>An HTTP request.</summary>
    public HttpStep? Http { get; init; }

    /// <summary>A conversation over TCP.</summary>
    public TcpStep? Tcp { get; init; }

    /// <summary>A question to a name server.</summary>
    public DnsStep? Dns { get; init; }

    /// <summary>A TLS handshake: who the server is, and for how long its certificates hold.</summary>
    public TlsStep? Tls { get; init; }

    /// <summary>The health check of gRPC.</summary>
    public GrpcStep? Grpc { get; init; }

    /// <summary>A command on the prober's own machine; refused unless whoever runs the prober allows it.</summary>
    public ExecStep? Exec { get; init; }

    /// <summary>What the answer must be; all that is given must hold.</summary>
    public Expectation Expect { get; init; } = new();

    /// <summary>
    /// Names, for later steps as {{ name }}, and where the value is in the answer: a JSON path (<c>$.id</c>), <c>header:Location</c>, or
    /// <c>match:REGEX</c> for the first group of a regular expression on the body.
    /// </summary>
    [Field(Pattern = Patterns.Capture)]
    public IReadOnlyDictionary<string, string> Capture { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
