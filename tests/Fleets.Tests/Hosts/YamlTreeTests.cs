using System.Text;
using Rollout.Api.Binding;
using Rollout.Fleets.Hosts;

namespace Rollout.Fleets.Tests.Hosts;

public class YamlTreeTests
{
    [Theory]
    [InlineData("a: 1", ScalarKind.Number)]
    [InlineData("a: -1.5e3", ScalarKind.Number)]
    [InlineData("a: \"1\"", ScalarKind.Text)]
    [InlineData("a: !!str 1", ScalarKind.Text)]
    [InlineData("a: 0x1F", ScalarKind.Text)]
    [InlineData("a: 007", ScalarKind.Text)]
    [InlineData("a: yes", ScalarKind.Text)]
    [InlineData("a: true", ScalarKind.Boolean)]
    [InlineData("a: 'true'", ScalarKind.Text)]
    [InlineData("a: ~", ScalarKind.Null)]
    [InlineData("a:", ScalarKind.Null)]
    [InlineData("a: ''", ScalarKind.Text)]
    [InlineData("a: 25%", ScalarKind.Text)]
    public void A_scalar_is_what_the_core_schema_says(string yaml, ScalarKind kind) =>
        Assert.Equal(kind, ((SpecNode.Scalar)((SpecNode.Map)Read(yaml)!).Entries[0].Value).Kind);

    [Fact]
    public void Places_name_line_and_path()
    {
        var map = (SpecNode.Map)Read("a:\n- b: 1\n- c:\n    d: [x, y]\n")!;
        var second = (SpecNode.Map)((SpecNode.Sequence)map.Entries[0].Value).Items[1];
        var list = (SpecNode.Sequence)((SpecNode.Map)second.Entries[0].Value).Entries[0].Value;
        Assert.Equal("f.yaml:4 a[1].c.d[1]", list.Items[1].Place.ToString());
    }

    [Fact]
    public void An_alias_stands_where_it_is_used()
    {
        var map = (SpecNode.Map)Read("a: &x {b: 1}\nc: *x\n")!;
        Assert.Equal("f.yaml:2 c.b", ((SpecNode.Map)map.Entries[1].Value).Entries[0].Place.ToString());
    }

    [Theory]
    [InlineData("name: shop\nnodes: [n1\nspec:\n  a: 1\n", "a brace or bracket opened on this line is not closed")]
    [InlineData("name: shop\nmetadata: {name: a\nspec:\n  a: {b: 1}\n", "a brace or bracket opened on this line is not closed")]
    [InlineData("a:\n- {b: [1, 2], c: [3\nd: 4\n", "its structure cannot be made out from here on")]
    public void A_brace_that_nobody_closed_is_told_with_the_line_where_it_begins(string yaml, string why)
    {
        var problems = new BindingProblems();
        Assert.Null(YamlTree.Read(Encoding.UTF8.GetBytes(yaml), "f.yaml", problems));
        var problem = Assert.Single(problems.InOrder());
        Assert.Equal(("f.yaml:2", "is no YAML: " + why), (problem.Place, problem.What));
    }

    [Fact]
    public void A_mangled_file_is_never_an_exception()
    {
        var whole = File.ReadAllBytes(Path.Combine(GoldenFolder.Path, "good", "contract.yaml"));
        var random = new Random(20261121);
        var refused = 0;
        for (var run = 0; run < 3000; run++)
        {
            var mangled = whole.ToArray();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                mangled[random.Next(mangled.Length)] = (byte)random.Next(256);
            }

            var problems = new BindingProblems();
            var root = YamlTree.Read(mangled.AsSpan(0, random.Next(mangled.Length + 1)), "f.yaml", problems);
            var fleet = root is null ? null : FleetFileBinding.Bind(root, "/fleet", problems);
            Assert.True(fleet is not null || problems.Count > 0);
            refused += problems.Count > 0 ? 1 : 0;
        }

        Assert.InRange(refused, 2000, 3000);
    }

    private static SpecNode? Read(string yaml)
    {
        var problems = new BindingProblems();
        var root = YamlTree.Read(Encoding.UTF8.GetBytes(yaml), "f.yaml", problems);
        Assert.Empty(problems.InOrder());
        return root;
    }
}
