using System.Globalization;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Tests.Leasing;

/// <summary>One lease with optimistic concurrency, as the API server keeps it.</summary>
internal sealed class LeaseServer
{
    private int version;

    public Lease? Current { get; private set; }

    /// <summary>A planted fault: takes every write, whatever version it was made over.</summary>
    public bool Unfenced { get; init; }

    public int Writes => version;

    /// <summary>Null: written. Else the status code.</summary>
    public int? Create(Lease lease) => Current is null ? Store(lease) : 409;

    public int? Replace(Lease lease) =>
        Current is null ? 404 : !Unfenced && lease.Metadata?.ResourceVersion != Current.Metadata!.ResourceVersion ? 409 : Store(lease);

    public void Delete() => Current = null;

    /// <summary>A person sets a label: the version moves, the holder does not.</summary>
    public void Touch() => Store(Current!);

    private int? Store(Lease lease)
    {
        Current = lease with { Metadata = new ObjectMeta { Name = "lead", ResourceVersion = (++version).ToString(CultureInfo.InvariantCulture) } };
        return null;
    }
}
