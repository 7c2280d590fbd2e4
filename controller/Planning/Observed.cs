namespace Rollout.Planning;

/// <summary>Something that was looked for: known, not there, or not readable. Missing knowledge is a value.</summary>
public abstract record Observed<T>
{
    private Observed()
    {
    }

    public sealed record Known(T Value) : Observed<T>;

    public sealed record Missing : Observed<T>;

    /// <param name="Reason">Why, as a sentence a person understands.</param>
    public sealed record Unreadable(string Reason) : Observed<T>;
}
