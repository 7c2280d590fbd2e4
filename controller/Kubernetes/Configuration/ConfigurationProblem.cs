namespace Rollout.Kubernetes.Configuration;

/// <summary>One thing wrong with how the cluster is to be reached. Loading always returns all of them.</summary>
/// <param name="Place">File, line and field path: <c>/home/a/.kube/config:12 users[0].user.token</c>.</param>
/// <param name="What">What is wrong, as a sentence without the place. Never holds a secret.</param>
/// <param name="Mend">What to write instead.</param>
public sealed record ConfigurationProblem(string Place, string What, string Mend)
{
    public override string ToString() => $"{Place}: {What}; {Mend}";
}
