namespace Rollout.Kubernetes.Configuration.Credentials;

/// <summary>What a plugin gave, or why it gave nothing.</summary>
internal abstract record ExecAnswer
{
    private ExecAnswer()
    {
    }

    /// <param name="Until">Null: good until it is refused.</param>
    public sealed record Given(Secret? Token, ClientCertificate? Certificate, DateTimeOffset? Until) : ExecAnswer;

    public sealed record Failed(string Reason) : ExecAnswer;
}
