namespace Rollout.Kubernetes.Rest.Types;

/// <summary>Whose token is this? (authentication.k8s.io/v1)</summary>
public sealed record TokenReview : IKubernetesObject
{
    public static ResourceType Type { get; } = new("authentication.k8s.io", "v1", "tokenreviews", "TokenReview", Namespaced: false);

    public string ApiVersion { get; set; } = "authentication.k8s.io/v1";

    public string Kind { get; set; } = "TokenReview";

    public ObjectMeta? Metadata { get; init; }

    public TokenReviewSpec? Spec { get; init; }

    public TokenReviewStatus? Status { get; init; }

    public sealed record TokenReviewSpec(string? Token, IReadOnlyList<string>? Audiences = null)
    {
        public override string ToString() => "[redacted]";
    }

    public sealed record TokenReviewStatus
    {
        public bool Authenticated { get; init; }

        public UserInfo? User { get; init; }

        public IReadOnlyList<string>? Audiences { get; init; }

        public string? Error { get; init; }
    }
}
