namespace Rollout.Server.Http;

/// <summary>What came of a review.</summary>
public abstract record AccessAnswer
{
    private AccessAnswer()
    {
    }

    /// <param name="Author">In whose name it is done.</param>
    public sealed record Allowed(string Author) : AccessAnswer;

    /// <param name="Status">401 (who are you?), 403 (you may not), 503 (nobody can tell just now).</param>
    /// <param name="Title">In short.</param>
    /// <param name="Detail">With the mend.</param>
    public sealed record Refused(int Status, string Title, string Detail) : AccessAnswer;
}
