using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Schemas;
using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi.Document;

/// <summary>Describes what stands in the path, the query and the headers of requests.</summary>
internal sealed partial class ParameterWriter(OpenApiDocument document, SchemaWriter schemas, IReadOnlyList<string> regions)
{
    private const string Region = "region";

    public IEnumerable<IOpenApiParameter> Of(DescribedFunction function) =>
    [
        .. Placeholder().Matches(function.Path).Select(place => InPath(function, place.Groups[1].Value)),
        .. function.Query is { } query ? schemas.PropertiesOf(query.Type).Select(property => InQuery(property.Name, property.Schema)) : [],
        .. function.Operation!.Reach == Reach.Asked && regions.Count > 0 ? [Shared(Region, RegionOf)] : Array.Empty<IOpenApiParameter>(),
        .. function.Operation!.Headers.Select(header => Shared(header, () => RequestHeaders.All[header])),
    ];

    private static OpenApiParameter InPath(DescribedFunction function, string name) => new()
    {
        Name = name,
        In = ParameterLocation.Path,
        Required = true,
        Description = XmlDocumentation.Of(function.Method, name),
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    // Lists stand in one parameter, parted by commas.
    private static OpenApiParameter InQuery(string name, IOpenApiSchema schema)
    {
        OpenApiSchema own = (OpenApiSchema)schema;
        string? text = own.Description;
        own.Description = null;
        bool isList = own.Type == JsonSchemaType.Array;
        return new() { Name = name, In = ParameterLocation.Query, Description = text, Schema = own, Style = isList ? ParameterStyle.Form : null, Explode = !isList };
    }

    private OpenApiParameterReference Shared(string name, Func<OpenApiParameter> make)
    {
        document.Components!.Parameters!.TryAdd(name, make());
        return new OpenApiParameterReference(name, document);
    }

    private OpenApiParameter RegionOf() => new()
    {
        Name = Region,
        In = ParameterLocation.Query,
        Description = "The region to answer; without it the one that the request reaches.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. regions.Select(region => (JsonNode)JsonValue.Create(region))] },
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
