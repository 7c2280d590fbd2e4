namespace Rollout.Metrics.Recorded;

/// <summary>
/// A sum that keeps its rounding error (TwoSum; Knuth, The Art of Computer Programming vol. 2, 4.2.2), so that the order of
/// a file's rows does not show in the last digit.
/// </summary>
internal struct ExactSum
{
    private double sum;
    private double error;

    public readonly double Value => sum + error;

    public void Add(double value)
    {
        var next = sum + value;
        var part = next - sum;
        error += (sum - (next - part)) + (value - part);
        sum = next;
    }
}
