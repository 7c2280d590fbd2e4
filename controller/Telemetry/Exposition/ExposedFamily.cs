namespace Rollout.Telemetry.Exposition;

/// <summary>A metric family as it is written.</summary>
/// <param name="Name">With its unit, without the suffixes of its samples.</param>
/// <param name="Type">counter, gauge or histogram.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Points">Its series.</param>
internal sealed record ExposedFamily(string Name, string Type, string Help, IReadOnlyList<ExposedPoint> Points);
