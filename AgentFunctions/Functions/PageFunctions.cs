using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows the pages to browsers. They are open: they hold nothing, and ask the API for all that they show.</summary>
public static class PageFunctions
{
    /// <summary>GET /dashboard.</summary>
    [Function("GetDashboard")]
    [Undescribed]
    public static Task<IResult> GetDashboardAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard/{*path}")] HttpRequest request, string? path) =>
        Task.FromResult(Page.Dashboard.Of(request, path));

    /// <summary>GET /docs: the API, explained by its description.</summary>
    [Function("GetDocs")]
    [Undescribed]
    public static Task<IResult> GetDocsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs/{*path}")] HttpRequest request, string? path) =>
        Task.FromResult(Page.Docs.Of(request, path));
}
