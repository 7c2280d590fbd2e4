{{/* Head of a role for what is done in the namespaces that are looked at: a Role for the one, a ClusterRole for all. Takes root and suffix. */}}
{{- define "rollout.role" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ if .root.Values.namespace }}Role{{ else }}ClusterRole{{ end }}
metadata:
  name: {{ printf "%s%s" (include "rollout.fullname" .root) .suffix | quote }}
  {{- if .root.Values.namespace }}
  namespace: {{ .root.Values.namespace | quote }}
  {{- end }}
  labels:
    {{- include "rollout.labels" .root | nindent 4 }}
{{- end -}}

{{/* Gives that role to the controller. */}}
{{- define "rollout.roleBinding" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ if .root.Values.namespace }}RoleBinding{{ else }}ClusterRoleBinding{{ end }}
metadata:
  name: {{ printf "%s%s" (include "rollout.fullname" .root) .suffix | quote }}
  {{- if .root.Values.namespace }}
  namespace: {{ .root.Values.namespace | quote }}
  {{- end }}
  labels:
    {{- include "rollout.labels" .root | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ if .root.Values.namespace }}Role{{ else }}ClusterRole{{ end }}
  name: {{ printf "%s%s" (include "rollout.fullname" .root) .suffix | quote }}
subjects:
  {{- include "rollout.subject" .root | nindent 2 }}
{{- end -}}

{{- define "rollout.subject" -}}
- kind: ServiceAccount
  name: {{ include "rollout.serviceAccountName" . | quote }}
  namespace: {{ .Release.Namespace | quote }}
{{- end -}}
