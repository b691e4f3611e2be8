using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AgentFunctions.Tests.LocalHost.Sdk;

public sealed class FunctionClassesTests
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private const string PartialWithoutBody = "CS8795";

    [Fact]
    public void Function_classes_compile_with_the_stand_ins_and_nothing_else_of_the_local_host()
    {
        IEnumerable<string> files = Sources("AgentFunctions", "*.cs").Where(f => !IsOfFunctionsHost(f)).Concat(Sources(Path.Combine("AgentFunctions.LocalHost", "Sdk"), "*.cs"));
        CSharpParseOptions language = new(LanguageVersion.Latest);
        SyntaxTree[] trees = [.. files.Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), language, f, cancellationToken: TestContext.Current.CancellationToken)), CSharpSyntaxTree.ParseText(ImplicitUsings, language, cancellationToken: TestContext.Current.CancellationToken)];
        CSharpCompilation compilation = CSharpCompilation.Create("functions", trees, References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        // The source generators of System.Text.Json and of logging do not run here; what they would add is not the question.
        string[] errors = [.. compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != PartialWithoutBody && !Path.GetFileName(d.Location.SourceTree?.FilePath ?? string.Empty).EndsWith("Json.cs", StringComparison.Ordinal) && !d.GetMessage().Contains("Json'", StringComparison.Ordinal) && !d.GetMessage().Contains("'JsonSerializerContext", StringComparison.Ordinal))
            .Select(d => d.ToString())];

        Assert.True(trees.Length > 30, "The function classes were not found.");
        Assert.Empty(errors);
    }

    // What the local host does in its own way.
    private static bool IsOfFunctionsHost(string file) =>
        Path.GetFileName(file) == "Program.cs" || Path.GetFileName(Path.GetDirectoryName(file)) == "Hosting";

    private static IEnumerable<string> Sources(string folder, string pattern) => Directory.EnumerateFiles(Repository.PathOf(folder), pattern, SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    // All that the tests run on, except the local host itself.
    private static IEnumerable<MetadataReference> References() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(f => Path.GetFileName(f) is not ("AgentFunctions.LocalHost.dll" or "AgentFunctions.Tests.dll"))
        .Select(f => MetadataReference.CreateFromFile(f));
}
