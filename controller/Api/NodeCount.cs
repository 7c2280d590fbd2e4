using System.Globalization;

namespace Rollout.Api;

/// <summary>How many nodes a stage takes: a number, or a percentage of the desired ones, rounded up, at least 1.</summary>
/// <param name="Value">Nodes, or percent.</param>
/// <param name="IsPercent">Whether <paramref name="Value"/> is a percentage (1 to 100).</param>
public readonly record struct NodeCount(int Value, bool IsPercent)
{
    /// <summary>Nodes out of <paramref name="fleet"/> (&gt;= 0); never more than the fleet has.</summary>
    public int Of(int fleet) =>
        Math.Min(fleet, Math.Max(1, IsPercent ? (int)Math.Ceiling(Value * (decimal)fleet / 100m) : Value));

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture) + (IsPercent ? "%" : "");
}
