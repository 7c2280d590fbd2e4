namespace Rollout.Support.Serving;

/// <summary>The configuration of an nginx that belongs to a test: one process in the foreground that keeps everything it writes in one folder.</summary>
public static class NginxFile
{
    /// <param name="folder">Where it writes.</param>
    /// <param name="http">What stands in its block http: the servers, and what holds for all of them.</param>
    public static string Of(string folder, string http) => $$"""
        daemon off;
        worker_processes 1;
        {{(Environment.UserName == "root" ? "user root;" : "")}}
        pid {{folder}}/nginx.pid;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
          default_type application/json;
        {{http}}
        }
        """;
}
