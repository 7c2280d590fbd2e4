namespace Rollout.Api.Binding;

/// <summary>What came of reading an input: a value, or everything that is wrong with it. Never both, never a partial value.</summary>
public sealed record Bound<T>
    where T : class
{
    internal Bound(T? value, IReadOnlyList<Problem> problems)
    {
        Value = value;
        Problems = problems;
    }

    /// <summary>Null exactly when there are problems.</summary>
    public T? Value { get; }

    /// <summary>In the order of the input's lines.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}
