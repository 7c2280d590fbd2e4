using Rollout.Server.Probing;

namespace Rollout.Server.Tests.Probing;

public sealed class ProbeFilesTests
{
    private const string Head = "apiVersion: staggered.dev/v1alpha1\nkind: AcceptanceProbe\nmetadata: {name: checkout}\nspec:\n";

    /// <summary>The example of section 4 of the outside contract, as people copy it; only the schema, which is an ellipsis there, is written out.</summary>
    private const string Contract = """
        apiVersion: staggered.dev/v1alpha1
        kind: AcceptanceProbe
        metadata: {name: checkout}
        spec:
          interval: 15s
          timeout: 5s
          target: {service: shop, port: 8080, nodes: Each}   # Each node directly | Service as a customer reaches it | url: https://...
          customer: {secretRef: {name: test-customer}}        # a test account; its orders are marked so that they never count as revenue
          steps:
          - name: put in basket
            http: {method: POST, path: /basket, headers: {X-Synthetic: "rollout"}, json: {sku: tea}}
            expect: {status: [200, 201], jsonPath: {$.items[0].sku: tea}, maxDuration: 500ms}
            capture: {basket: $.id}
          - name: pay
            http: {method: POST, path: "/basket/{{ basket }}/checkout"}
            expect: {status: [200], schema: {type: object}, bodyMatches: "paid"}
          failAfter: 3                      # consecutive failures on one node before the probe says Failing
        """;

    [Fact]
    public void The_contract_s_own_example_is_read_as_it_is_printed()
    {
        var (probes, problems) = ProbeFiles.Read(Contract, "checkout.yaml");
        Assert.Empty(problems);
        Assert.Equal("$.items[0].sku", Assert.Single(Assert.Single(probes).Spec.Steps[0].Expect!.JsonPath).Key);
    }

    [Theory]
    [InlineData("{$.a[0]: x, $.b[1].c : y}", "$.a[0]", "$.b[1].c")]
    [InlineData("{ $.a[0]: '{$.z[0]: x}', \"$.b[1]\": y}   # {$.c[0]: x}", "$.a[0]", "$.b[1]")]
    public void Every_path_of_a_line_is_taken_and_what_is_in_quotes_or_a_comment_stays(string paths, params string[] expected)
    {
        var (probes, problems) = ProbeFiles.Read($"{Head}  steps:\n  - name: a\n    http: {{path: /}}\n    expect: {{jsonPath: {paths.Replace("   #", "}   #", StringComparison.Ordinal)}" + (paths.Contains('#', StringComparison.Ordinal) ? "\n" : "}\n"), "f.yaml");
        Assert.Empty(problems);
        Assert.Equal(expected, Assert.Single(probes).Spec.Steps[0].Expect!.JsonPath.Select(p => p.Key));
    }

    [Fact]
    public void A_comment_may_follow_where_the_next_document_begins()
    {
        const string One = "  steps:\n  - {name: a, http: {path: /}}\n";
        var (probes, problems) = ProbeFiles.Read($"{Head}{One}--- # the other\n{Head.Replace("checkout", "pay", StringComparison.Ordinal)}{One}", "f.yaml");
        Assert.Empty(problems);
        Assert.Equal(["checkout", "pay"], probes.Select(p => p.Name));
    }

    [Fact]
    public void A_lone_value_where_a_list_is_wanted_is_shown_as_the_list_and_a_capture_names_its_header()
    {
        var (_, problems) = ProbeFiles.Read(Head + "  steps:\n  - name: a\n    http: {path: /}\n    expect: {status: 200}\n    capture: {b: \"header:\"}\n", "f.yaml");
        Assert.Equal(
            ["f.yaml:8 spec.steps[0].expect.status: is the number 200 where a list is wanted; write [200], or begin each item with '- '",
             "f.yaml:9 spec.steps[0].capture.b: names no header; write header:Location"],
            problems.Select(p => p.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_name_that_is_wrong_hides_nothing_of_what_is_wrong_with_the_steps()
    {
        var (_, problems) = ProbeFiles.Read(
            Head.Replace("checkout", "Checkout", StringComparison.Ordinal) + "  steps:\n  - name: a\n    http: {path: /}\n    expect: {validDays: 3, bodyMatches: \"(?=x)\"}\n", "f.yaml");
        Assert.Equal(["f.yaml:3 metadata.name", "f.yaml:8 spec.steps[0].expect.bodyMatches", "f.yaml:8 spec.steps[0].expect.validDays"], problems.Select(p => p.Place).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_no_quotes_mend_is_told_with_its_own_line()
    {
        var (probes, problems) = ProbeFiles.Read($"{Head}  steps:\n  - name: a\n    http: {{path: /}}\n    expect: {{jsonPath: {{$.a[0]: x}}}}\n  - name: b]: {{\n", "f.yaml");
        Assert.Empty(probes);
        var problem = Assert.Single(problems);
        Assert.StartsWith("f.yaml:8", problem.Place, StringComparison.Ordinal);
        Assert.Contains("goes in quotes", problem.Mend, StringComparison.Ordinal);
    }
}
