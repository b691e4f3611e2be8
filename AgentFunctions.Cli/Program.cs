using AgentFunctions.Cli;

return await new AgentFnCommandLine(CliEnvironment.OfProcess()).InvokeAsync(args, CancellationToken.None);
