namespace Rollout.Metrics.Exposition;

/// <summary>What an exposition held.</summary>
/// <param name="Samples">Those asked for, in the order written; empty where there is a fault.</param>
/// <param name="Fault">Null: the whole answer is well formed.</param>
/// <param name="Bytes">Bytes taken in, after decompression.</param>
/// <param name="SampleLines">Sample lines seen, of interest or not.</param>
public sealed record ExpositionRead(IReadOnlyList<ExposedSample> Samples, ExpositionFault? Fault, long Bytes, int SampleLines);
