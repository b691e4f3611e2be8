using AgentFunctions.Access;
using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi.Document;

/// <summary>How callers say who they are, and how they are turned away: by the mode that the application runs in.</summary>
internal sealed class CallerRules
{
    private static readonly Dictionary<AccessMode, (string Name, OpenApiSecurityScheme Scheme)[]> Schemes = new()
    {
        [AccessMode.Open] = [],
        [AccessMode.Keys] =
        [
            ("apiKey", new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "agentfn_...", Description = "An API key; see POST /keys. Its tenant's tasks are all that a caller sees.",
            }),
        ],
        [AccessMode.HostKey] =
        [
            ("hostKey", new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "x-functions-key", Description = "A key of the Functions host." }),
            ("hostKeyInQuery", new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Query, Name = "code", Description = "A key of the Functions host." }),
        ],
        [AccessMode.Principal] =
        [
            ("signIn", new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "A token of Entra ID for this application, which App Service Authentication checks. Its app roles say what the caller may do.",
            }),
        ],
    };

    private readonly OpenApiDocument _document;
    private readonly AccessMode _mode;

    public CallerRules(AccessMode mode, OpenApiDocument document)
    {
        (_mode, _document) = (mode, document);
        foreach ((string name, OpenApiSecurityScheme scheme) in Schemes[mode])
        {
            document.Components!.SecuritySchemes!.Add(name, scheme);
        }
    }

    /// <summary>Whether a key may have a limit of requests.</summary>
    public bool HasQuotas => _mode == AccessMode.Keys;

    /// <summary>Whether the application itself looks at who calls.</summary>
    private bool Asks => _mode is AccessMode.Keys or AccessMode.Principal;

    /// <summary>What a caller must show; any one of them will do.</summary>
    public IList<OpenApiSecurityRequirement> Of(Roles role) => role == Roles.None ? [] :
    [
        .. Schemes[_mode].Select(scheme => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(scheme.Name, _document)] = Asks ? [.. RoleNames.Of(role)] : [],
        }),
    ];

    /// <summary>How a caller is turned away who may not do it.</summary>
    public IEnumerable<ProblemKind> RefusalsOf(Roles role) => (role, Asks) switch
    {
        (Roles.None, _) or (_, false) => [],
        _ => HasQuotas ? [ProblemKind.Unauthenticated, ProblemKind.MissingRole, ProblemKind.TooManyRequests] : [ProblemKind.Unauthenticated, ProblemKind.MissingRole],
    };

    /// <summary>True where the Functions host turns callers away, with an answer of its own.</summary>
    public bool IsGuardedByHost(Roles role) => role != Roles.None && _mode == AccessMode.HostKey;
}
