namespace Rollout.FakeKubernetes.Tests.Kubectl;

/// <summary>The real kubectl works against the fake server: its own client, its own idea of what a server must say.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private const string Shop = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop, labels: {app: shop}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: shop}}
          template:
            metadata: {labels: {app: shop}}
            spec:
              containers: [{name: shop, image: "shop:v1", ports: [{containerPort: 8080}]}]
        """;

    private const string Crd = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: gadgets.example.staggered.dev}
        spec:
          group: example.staggered.dev
          scope: Namespaced
          names: {plural: gadgets, singular: gadget, kind: Gadget, listKind: GadgetList, shortNames: [gd]}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            additionalPrinterColumns: [{name: Size, type: integer, jsonPath: .spec.size}]
            schema:
              openAPIV3Schema:
                type: object
                required: [spec]
                properties:
                  spec:
                    type: object
                    description: What is wanted of the gadget.
                    required: [size]
                    properties:
                      size: {type: integer, minimum: 1, maximum: 100, description: How large it is.}
                      color: {type: string, enum: [red, green], default: red}
                  status: {type: object, properties: {phase: {type: string}}}
        """;

    private FakeKubernetesServer server = null!;
    private KubectlProgram kubectl = null!;

    public async Task InitializeAsync()
    {
        // client-go sends no token without TLS.
        server = await FakeKubernetesServer.StartAsync(new FakeKubernetesOptions { Tls = true, PodStartup = TimeSpan.FromMilliseconds(50),
            CrdStart = TimeSpan.Zero });
        kubectl = new KubectlProgram(server.Kubeconfig());
    }

    public async Task DisposeAsync()
    {
        kubectl.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Applies_waits_gets_describes_patches_and_deletes_a_deployment()
    {
        var file = kubectl.Write("shop.yaml", Shop);
        await Says("deployment.apps/shop created", "apply", "-f", file);
        await Says("condition met", "wait", "--for=condition=Available", "deployment/shop", "--timeout=30s");
        await Says("deployment.apps/shop unchanged", "apply", "-f", file);
        await Says("2/2", "get", "deployment", "shop");
        await Says("shop:v1", "get", "deployments,replicasets,pods", "-o", "wide");
        await Says("2 desired | 2 updated | 2 total | 2 available | 0 unavailable", "describe", "deployment", "shop");
        await Says("patched", "patch", "deployment", "shop", "-p", """{"spec": {"template": {"spec": {"containers": [{"name": "shop", "image": "shop:v2"}]}}}}""");
        await Says("successfully rolled out", "rollout", "status", "deployment/shop", "--timeout=30s");
        await Says("deployment.apps/shop configured", "apply", "-f",
            kubectl.Write("shop.yaml", Shop.Replace("replicas: 2", "replicas: 3", StringComparison.Ordinal)));
        await Says("shop:v1", "get", "deployment", "shop", "-o", "jsonpath={.spec.template.spec.containers[0].image}");
        await Says("\"shop\" deleted", "delete", "deployment", "shop", "--timeout=30s");
        await Fails("not found", "get", "deployment", "shop");
    }

    [Fact]
    public async Task Explains_fields_of_built_in_and_custom_kinds()
    {
        await Says("records a new template without rolling it out", "explain", "deployment.spec");
        await ServeGadgets();
        await Says("What is wanted of the gadget.", "explain", "gadget.spec");
        await Says("How large it is.", "explain", "gadget.spec.size");
    }

    [Fact]
    public async Task A_broken_resource_is_answered_with_every_problem_and_its_field_path()
    {
        await ServeGadgets();
        var file = kubectl.Write("bad.yaml", """
            apiVersion: example.staggered.dev/v1
            kind: Gadget
            metadata: {name: Bad_Name}
            spec: {size: 500, color: blue}
            """);

        var output = await Fails("is invalid", "apply", "--validate=false", "-f", file);

        Assert.Contains("metadata.name: Invalid value: \"Bad_Name\"", output, StringComparison.Ordinal);
        Assert.Contains("spec.size: Invalid value: 500", output, StringComparison.Ordinal);
        Assert.Contains("spec.color: Unsupported value: \"blue\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_apply_that_would_take_a_field_from_another_manager_is_refused_until_it_is_forced()
    {
        await ServeGadgets();
        var file = kubectl.Write("g.yaml", """
            apiVersion: example.staggered.dev/v1
            kind: Gadget
            metadata: {name: g}
            spec: {size: 3}
            """);
        await Says("serverside-applied", "apply", "--server-side", "-f", file);
        await Says("3", "get", "gd", "g", "--no-headers");
        await Says("patched", "patch", "gadget", "g", "--type=merge", "-p", """{"spec": {"size": 5}}""");
        var output = await Fails("Apply failed with 1 conflict", "apply", "--server-side", "-f", file);
        Assert.Contains(".spec.size", output, StringComparison.Ordinal);
        await Says("serverside-applied", "apply", "--server-side", "--force-conflicts", "-f", file);
        await Fails("Invalid", "patch", "gadget", "g", "--type=json", "-p", """[{"op": "test", "path": "/spec/size", "value": 9}]""");
        await Says("\"g\" deleted", "delete", "gadget", "g", "--timeout=30s");
    }

    [Fact]
    public async Task A_client_certificate_says_who_asks()
    {
        var (certificate, key) = server.IssueClientCertificate("jane", "auditors");
        string[] jane =
        [
            "--token=", "--client-certificate", kubectl.Write("jane.crt", certificate), "--client-key", kubectl.Write("jane.key", key),
            "--kubeconfig", kubectl.Write("jane.config", server.Kubeconfig().Split("users:")[0] + "users:\n- name: admin\n  user: {}\n"),
        ];
        await Fails("User \"jane\" cannot list resource \"pods\"", ["get", "pods", .. jane]);
        await Says("created", "apply", "-f", kubectl.Write("role.yaml", """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: auditors}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: Group, name: auditors, apiGroup: rbac.authorization.k8s.io}]
            """));
        await Says("No resources found", ["get", "pods", .. jane]);
    }

    [Fact]
    public async Task Describe_shows_what_the_controllers_tell()
    {
        await Says("created", "apply", "-f", kubectl.Write("shop.yaml", Shop));
        await Says("condition met", "wait", "--for=condition=Available", "deployment/shop", "--timeout=30s");
        await Says("Scaled up replica set shop-", "describe", "deployment", "shop");
        await Says("SuccessfulCreate", "get", "events");
    }

    private async Task ServeGadgets()
    {
        await Says("created", "apply", "-f", kubectl.Write("crd.yaml", Crd));
        await Says("condition met", "wait", "--for=condition=Established", "crd/gadgets.example.staggered.dev", "--timeout=30s");
    }

    private async Task<string> Says(string expected, params string[] arguments)
    {
        var (code, output) = await kubectl.RunAsync(arguments);
        Assert.True(code == 0 && output.Contains(expected, StringComparison.Ordinal),
            $"kubectl {string.Join(' ', arguments)}: exit {code}, expected '{expected}'\n{output}");
        return output;
    }

    private async Task<string> Fails(string expected, params string[] arguments)
    {
        var (code, output) = await kubectl.RunAsync(arguments);
        Assert.True(code != 0 && output.Contains(expected, StringComparison.OrdinalIgnoreCase),
            $"kubectl {string.Join(' ', arguments)}: exit {code}, expected a failure with '{expected}'\n{output}");
        return output;
    }
}
