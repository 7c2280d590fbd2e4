namespace Rollout.Probes.Steps.Dns;

/// <summary>What a name server said.</summary>
/// <param name="Rcode">"NOERROR", "NXDOMAIN", ...</param>
/// <param name="Cut">The answer did not fit; it is to be asked for over TCP.</param>
/// <param name="Answers">Records of the answer, as zone files write them, parted by tabs.</param>
/// <param name="Authority">Number of records.</param>
/// <param name="Additional">Number of records.</param>
internal sealed record DnsAnswer(string Rcode, bool Cut, IReadOnlyList<string> Answers, int Authority, int Additional);
