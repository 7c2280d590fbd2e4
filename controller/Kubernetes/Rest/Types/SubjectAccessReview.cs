namespace Rollout.Kubernetes.Rest.Types;

/// <summary>May somebody do something? (authorization.k8s.io/v1)</summary>
public sealed record SubjectAccessReview : IKubernetesObject
{
    public static ResourceType Type { get; } =
        new("authorization.k8s.io", "v1", "subjectaccessreviews", "SubjectAccessReview", Namespaced: false);

    public string ApiVersion { get; set; } = "authorization.k8s.io/v1";

    public string Kind { get; set; } = "SubjectAccessReview";

    public ObjectMeta? Metadata { get; init; }

    public AccessSpec? Spec { get; init; }

    public AccessStatus? Status { get; init; }

    public sealed record AccessSpec
    {
        public string? User { get; init; }

        public string? Uid { get; init; }

        public IReadOnlyList<string>? Groups { get; init; }

        public IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra { get; init; }

        public ResourceAttributes? ResourceAttributes { get; init; }

        public NonResourceAttributes? NonResourceAttributes { get; init; }
    }

    public sealed record ResourceAttributes
    {
        public string? Group { get; init; }

        public string? Resource { get; init; }

        public string? Subresource { get; init; }

        public required string Verb { get; init; }

        public string? Namespace { get; init; }

        public string? Name { get; init; }
    }

    public sealed record NonResourceAttributes(string Path, string Verb);

    public sealed record AccessStatus(bool Allowed = false, bool Denied = false, string? Reason = null, string? EvaluationError = null);
}
