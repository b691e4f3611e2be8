using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Access;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Schemas;
using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi.Document;

/// <summary>Describes functions, and adds them to the document.</summary>
internal sealed partial class OperationWriter(OpenApiDocument document, SchemaWriter schemas, CallerRules callers, IReadOnlyList<string> regions)
{
    private readonly ResponseWriter _responses = new(document, schemas, callers, regions);
    private readonly ParameterWriter _parameters = new(document, schemas, regions);

    public void Add(DescribedFunction function)
    {
        OperationAttribute said = function.Operation!;
        (string summary, string? more) = TextsOf(function);
        OpenApiOperation operation = new()
        {
            OperationId = function.Name,
            Summary = summary,
            Description = more,
            Tags = new HashSet<OpenApiTagReference> { new(said.Tag, document) },
            Security = callers.Of(said.Role),
            Parameters = [.. _parameters.Of(function)],
            RequestBody = function.Body is { } body ? BodyOf(function.Name, body) : null,
            Responses = _responses.Of(function),
        };
        foreach (HttpMethod method in function.Methods)
        {
            if (!document.Paths.TryGetValue(function.Path, out IOpenApiPathItem? path))
            {
                document.Paths.Add(function.Path, path = new OpenApiPathItem());
            }

            ((OpenApiPathItem)path).AddOperation(method, operation);
        }
    }

    // "GET /tasks: a page of tasks. Newest first." is a summary and a description.
    private static (string Summary, string? More) TextsOf(DescribedFunction function)
    {
        string text = Route().Replace(XmlDocumentation.Of(function.Method) ?? string.Empty, string.Empty);
        string[] parts = text.Split(". ", 2);
        string?[] more = [parts.ElementAtOrDefault(1), XmlDocumentation.RemarksOf(function.Method), RoleOf(function.Operation!.Role)];
        string summary = parts[0].TrimEnd('.');
        return (summary.Length == 0 ? function.Name : char.ToUpperInvariant(summary[0]) + summary[1..], string.Join("\n\n", more.OfType<string>()) is { Length: > 0 } description ? description : null);
    }

    private static string? RoleOf(Roles role) => role == Roles.None ? null : $"Needs the role `{string.Join(", ", RoleNames.Of(role))}`.";

    private OpenApiRequestBody BodyOf(string operation, BodyAttribute body)
    {
        IOpenApiSchema schema = schemas.Of(body.Type);
        string size = string.Create(CultureInfo.InvariantCulture, $"At most {body.MostBytes:N0} bytes.");
        return new OpenApiRequestBody
        {
            Required = !body.IsOptional,
            Description = body.MostItems == 0 ? size : string.Create(CultureInfo.InvariantCulture, $"1 to {body.MostItems:N0} of them, as an array or one a line. {size} Each is taken or refused by itself."),
            Content = body.MostItems == 0
                ? new Dictionary<string, IOpenApiMediaType> { ["application/json"] = Media(operation, schema, MediaTypes.Json) }
                : new Dictionary<string, IOpenApiMediaType>
                {
                    ["application/json"] = Media(operation, MediaTypes.Several(schema, body.MostItems), MediaTypes.Json),
                    [MediaTypes.Lines] = Media(operation, MediaTypes.Streamed(MediaTypes.Lines, MediaTypes.Several(schema, body.MostItems)), MediaTypes.Lines),
                },
        };
    }

    private static OpenApiMediaType Media(string operation, IOpenApiSchema schema, string type) => new() { Schema = schema, Examples = Examples.OfRequest(operation, type) };

    [GeneratedRegex(@"^[A-Z]+ /\S*?(: |\.$)")]
    private static partial Regex Route();
}
