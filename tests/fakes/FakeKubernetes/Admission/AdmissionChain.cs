using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Admission;

/// <summary>What may change or refuse a write between its reading and its storing: the server's own plugins, then the policies.</summary>
internal sealed class AdmissionChain(Cluster cluster)
{
    private readonly PolicyAdmission policies = new(cluster);

    public void Admit(AdmissionRequest request)
    {
        if (request is { Type.Kind: "Pod", Operation: "CREATE" })
        {
            PodAdmission.Complete(request.After, cluster);
        }

        policies.Mutate(request);
        policies.Validate(request);
    }
}
