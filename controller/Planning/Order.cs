namespace Rollout.Planning;

/// <summary>An order of a person.</summary>
/// <param name="Kind">What.</param>
/// <param name="Revision">The revision it is for. Promote and Retry must name one; Abort may be about whatever is on trial; Pause and
/// Resume need none.</param>
/// <param name="Author">Null where unknown.</param>
/// <param name="At">When it was given.</param>
public sealed record Order(OrderKind Kind, string? Revision, string? Author, DateTimeOffset At)
{
    /// <summary>The author as a word in a sentence.</summary>
    public string By => string.IsNullOrWhiteSpace(Author) ? "a person" : Author;
}
