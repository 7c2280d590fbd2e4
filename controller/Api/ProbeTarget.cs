using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>Where a probe runs: a URL, or a service and whether each of its nodes is asked or whatever a customer would reach.</summary>
[Rule("has(self.url) != has(self.service)", "write exactly one of url and service")]
[Rule("!has(self.url) || has(self.service) || !(has(self.port) || has(self.scheme) || has(self.nodes))",
    "port, scheme and nodes belong to a service, and a url says it itself: remove them")]
public sealed record ProbeTarget
{
    /// <summary>Scheme (http, https, tcp, dns), host and port.</summary>
    [Rule("self.matches('^(https?|tcp|dns)://[^/?#@ ]+([/?#]|$)') || self.matches('^(https?|tcp|dns)://[^/?#]*@')",
        "must be http://, https://, tcp:// or dns://, a host and a port")]
    [Rule("!self.matches('^[^/?#]*//[^/?#]*@')",
        "holds a user and password, which would be shown and logged; put them into a Secret and name it under customer")]
    public Uri? Url { get; init; }

    /// <summary>A Service of the same namespace.</summary>
    [Field(MaxLength = 253, Pattern = Patterns.DnsSubdomain)]
    public string? Service { get; init; }

    /// <summary>The service's port. Left out: the one that it has.</summary>
    [Field(Least = 1, Most = 65535)]
    public int? Port { get; init; }

    /// <summary>How the service is spoken to. Left out: http.</summary>
    [Field(OneOf = ["http", "https"], NoDefault = true)]
    public string Scheme { get; init; } = "http";

    /// <summary>Which of the service's nodes are asked. Left out: Each.</summary>
    [Field(NoDefault = true)]
    public ProbedNodes Nodes { get; init; } = ProbedNodes.Each;
}
