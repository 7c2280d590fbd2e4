namespace Rollout.Probes.Steps.Dns;

/// <summary>Types of records by their numbers (IANA).</summary>
internal enum DnsType
{
    A = 1,
    NS = 2,
    CNAME = 5,
    SOA = 6,
    PTR = 12,
    MX = 15,
    TXT = 16,
    AAAA = 28,
    SRV = 33,
    ANY = 255,
    CAA = 257,
}
