using Rollout.FakeKubernetes.Access;

namespace Rollout.FakeKubernetes.Writing;

/// <summary>How a write was asked for.</summary>
internal sealed record WriteContext(UserIdentity User, string Manager)
{
    public string Subresource { get; init; } = "";

    public bool DryRun { get; init; }

    /// <summary>`Strict` refuses unknown fields, `Warn` warns of them, `Ignore` drops them silently.</summary>
    public string FieldValidation { get; init; } = "Ignore";

    public bool Force { get; init; }

    /// <summary>What the answer's Warning headers will say.</summary>
    public List<string> Warnings { get; } = [];

    public static WriteContext Controller(string manager, string subresource = "") =>
        new(UserIdentity.ControlPlane, manager) { Subresource = subresource };
}
