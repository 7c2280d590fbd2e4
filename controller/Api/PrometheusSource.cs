using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>A Prometheus server's HTTP API.</summary>
/// <param name="Address">Its URL, such as http://prometheus.monitoring:9090; else the server that the controller was started with (--prometheus).</param>
/// <param name="SecretName">A Secret of the same namespace with what the server asks for.</param>
public sealed record PrometheusSource(
    [property: Rule("self.matches('^https?://[^/?#@ ]+([/?#]|$)') || self.matches('^https?://[^/?#]*@')",
        "must be the URL of a server: http:// or https://, a host and a port")]
    [property: Rule("!self.matches('^[^/?#]*//[^/?#]*@')",
        "holds a user and password, which would be shown and logged; put them into a Secret and name it under secretRef")]
    string? Address = null,
    [property: Field(Name = "secretRef", Form = FieldForm.DottedReference)] string? SecretName = null);
